import type { SettingName } from '@f2l/common/config.ts'

/** What speech-to-text is chosen by. */
export const speechSettings = ['SPEECH_API_URL', 'SPEECH_API_KEY', 'SPEECH_MODEL', 'WHISPER_MODEL', 'SPEECH_LANGUAGE'] as const satisfies readonly SettingName[]

/** All that a worker reads, and is given; the keys of sessions, users and PocketBase are not among it. */
export const workerSettings = [
  'LOG_LEVEL', 'PB_URL', 'BACKEND_URL', 'PUBLIC_URL', 'WORKER_SECRET', 'OBJECT_STORE_DIR', 'WORK_DIR', 'RENDER_CACHE_DIR', 'RENDER_CACHE_BYTES', 'QUEUE_POLL_SECONDS', 'SMTP_URL', 'MAIL_FROM', 'PRIVATE_MAIL_HOSTS',
  'FATHOM_SHARE_URL', 'FATHOM_API_URL', 'MAX_UPLOAD_BYTES', 'MAX_RECORDING_SECONDS', 'FFMPEG_PATH', 'FFPROBE_PATH', 'PUPPETEER_EXECUTABLE_PATH', 'RENDER_PROCESSES', 'VIDEO_ENCODER',
  'METRICS_HOST', 'WORKER_METRICS_PORT', 'METRICS_TOKEN', 'OTEL_EXPORTER_OTLP_ENDPOINT',
  ...speechSettings,
] as const satisfies readonly SettingName[]
