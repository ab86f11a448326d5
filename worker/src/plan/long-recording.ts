/**
 * From so many seconds on, a recording is heard first and looked at then: what both hold grows with it, and beside each other
 * they would take more memory than rendering does.
 */
export const longSeconds = 900
