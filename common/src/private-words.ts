/** What other programs and libraries put into their messages and must not stand in a log. In this order. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Whatever an address was asked for: filters hold e-mail addresses, links of mails and downloads hold tokens.
  [/(\b(?:https?|smtps?|wss?):\/\/)[^\s"'<>]*?@/gi, '$1'],
  [/(\bhttps?:\/\/[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, '$1?…'],
  [/(\/s\/|\/api\/v1\/share\/|\/hooks\/)[^\s"'<>?]+/g, '$1…'],
  // Names of user databases begin with the name of an e-mail address.
  [/\b(\d{4}-\d{2}-\d{2}-\d{3,})-[a-z0-9-]{1,32}/g, '$1-…'],
  [/[^\s"'<>(),;:=[\]{}/]+@[^\s"'<>(),;:=[\]{}/]+\.[^\s"'<>(),;:=[\]{}/]+/g, '…@…'],
]

/** The text without e-mail addresses, tokens of links, and names that are made of addresses. */
export function withoutPrivateWords(text: string): string {
  return patterns.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text)
}
