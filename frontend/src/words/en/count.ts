export const plural = new Intl.PluralRules('en')

export const count = (value: number, one: string, many: string): string => `${value} ${plural.select(value) === 'one' ? one : many}`
