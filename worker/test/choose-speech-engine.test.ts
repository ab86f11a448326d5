import { expect, test } from 'vitest'
import { readConfig } from '@f2l/common/config.ts'
import { chooseSpeechEngine } from '../src/choose-speech-engine.ts'
import { speechSettings } from '../src/worker-settings.ts'

const chosen = (environment: Record<string, string>) => chooseSpeechEngine(readConfig(environment, speechSettings), { root: '/srv/f2l', threads: 2, environment: {} })

test('a server comes before a model on this machine, and without either there is no speech-to-text', () => {
  expect(chosen({})).toBeUndefined()
  expect(chosen({ SPEECH_API_URL: 'http://127.0.0.1:9000/v1/', WHISPER_MODEL: 'data/models/a.bin' })!.engine.name).toBe('http://127.0.0.1:9000/v1 whisper-1')
  expect(chosen({ WHISPER_MODEL: 'data/models/a.bin', SPEECH_LANGUAGE: 'de' })).toMatchObject({ engine: { name: 'whisper /srv/f2l/data/models/a.bin' }, language: 'de' })
})

test('a wrong setting is named and its value is not shown', () => {
  expect(() => chosen({ SPEECH_API_URL: 'ftp://secret-host', SPEECH_LANGUAGE: 'German' })).toThrow(/SPEECH_API_URL: .*; SPEECH_LANGUAGE: is not a language code such as en/)
  expect(() => chosen({ SPEECH_API_URL: 'ftp://secret-host' })).not.toThrow(/secret-host/)
})
