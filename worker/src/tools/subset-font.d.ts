declare module 'subset-font' {
  /** The font with the glyphs that the text needs; variation axes are set for good. */
  export default function subsetFont(font: Buffer, text: string, options: { targetFormat: 'truetype'; variationAxes?: Record<string, number>; noHinting?: boolean }): Promise<Buffer>
}
