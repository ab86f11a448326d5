import { childEnvironment } from '../src/tools/child-environment.ts'
import { makeWhisperEngine } from '../src/tools/whisper-engine.ts'

/** Lets Whisper write down the sound that is named with the model that is named, and says how far it is; for a test that kills this process. */
const [modelPath, path] = process.argv.slice(2)
const engine = makeWhisperEngine({ modelPath: modelPath!, threads: 1, environment: childEnvironment(process.env) })
await engine.transcribe({ path: path!, seconds: 300 }, { signal: new AbortController().signal, report: fraction => void process.stdout.write(`${fraction}\n`) })
