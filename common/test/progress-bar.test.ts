import { expect, test } from 'vitest'
import { makeProgressBar } from '../src/progress-bar.ts'

function stream(isTTY: boolean): NodeJS.WriteStream & { text: string } {
  const fake = { isTTY, text: '', write(part: string) { fake.text += part; return true } }
  return fake as unknown as NodeJS.WriteStream & { text: string }
}

test('in a terminal the bar redraws its one line, and only when it changed', () => {
  const out = stream(true)
  const bar = makeProgressBar(out, 'tenths')
  bar.show(50, 'drawing')
  bar.show(50.2, 'drawing')
  bar.end()
  expect(out.text).toBe(`\r\u001b[K${'█'.repeat(16)}${'░'.repeat(16)}  50 %  drawing\n`)
})

test('elsewhere it says a line per ten percent, or nothing', () => {
  const log = stream(false)
  const tenths = makeProgressBar(log, 'tenths')
  for (let percent = 0; percent <= 100; percent++) tenths.show(percent, 'x')
  expect(log.text.trimEnd().split('\n')).toHaveLength(11)
  const quiet = stream(false)
  makeProgressBar(quiet, 'nothing').show(50, 'x')
  expect(quiet.text).toBe('')
})
