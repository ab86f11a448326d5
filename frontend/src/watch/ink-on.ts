const [dark, light] = ['#16161c', '#ffffff']

/** Dark or light writing, whichever is easier to read on a colour (`#rrggbb`), by the contrast of WCAG 2. */
export function inkOn(colour: string): string {
  const ground = luminance(colour)
  return contrast(ground, luminance(light)) >= contrast(ground, luminance(dark)) ? light : dark
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255)) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
