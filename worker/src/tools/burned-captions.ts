import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'

/** A caption in seconds of the output. */
export interface Caption { start: number; end: number; lines: readonly string[] }

/**
 * Captions as an ASS document for one stretch of the output (seconds of the output); null when nobody speaks there.
 * Times in it count from the stretch's start. Whatever a caption holds is shown as it is: no text becomes a command.
 */
export function assDocument(captions: readonly Caption[], { layout }: Pick<EditPlan, 'layout'>, from: number, to: number): string | null {
  const lines = captions.filter(caption => caption.end > from && caption.start < to).map(caption =>
    `Dialogue: 0,${clock(caption.start - from)},${clock(Math.min(caption.end, to) - from)},Caption,,0,0,0,,${caption.lines.map(plain).join('\\N')}`)
  return lines.length === 0 ? null : [...head(layout), ...lines, ''].join('\n')
}

/** Braces and backslashes begin commands in ASS; a joiner that nobody sees takes their meaning away. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters would end the line or the document
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ').trim().replaceAll('\\', '\\\u2060').replaceAll('{', '\\{').replaceAll('}', '\\}')
}

function head({ width, height, bubble }: EditPlan['layout']): string[] {
  const size = Math.round(height * 0.05)
  const margin = Math.round(width * 0.06)
  const right = bubble?.corner === 'bottom-right' ? width - bubble.box.x + margin / 2 : margin
  const left = bubble?.corner === 'bottom-left' ? bubble.box.x + bubble.box.width + margin / 2 : margin
  // In the middle of the picture where there is room, so that captions do not lean to one side.
  const isWide = left + right < width * 0.5
  const sides = isWide ? Math.max(left, right) : margin
  return [
    '[Script Info]', 'ScriptType: v4.00+', `PlayResX: ${width}`, `PlayResY: ${height}`, 'WrapStyle: 0', 'ScaledBorderAndShadow: yes', 'YCbCr Matrix: TV.709', '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    `Style: Caption,Inter,${size},&H00FFFFFF,&H00FFFFFF,&H00101010,&H80000000,0,0,0,0,100,100,0,0,1,${(size * 0.09).toFixed(1)},${(size * 0.04).toFixed(1)},2,${Math.round(sides)},${Math.round(sides)},${Math.round(height * 0.06)},1`, '',
    '[Events]', 'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
  ]
}

function clock(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100))
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${Math.floor(hundredths / 360_000)}:${pad(Math.floor(hundredths / 6000) % 60)}:${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`
}
