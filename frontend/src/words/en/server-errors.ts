/** The server speaks English. */
export const sayError = (_code: string, message: string): string => message
