import type { SettingName } from '@f2l/common/config.ts'

/** All that a worker reads, and is given; the keys of sessions, users and PocketBase are not among it. */
export const workerSettings = [
  'LOG_LEVEL', 'PB_URL', 'BACKEND_URL', 'PUBLIC_URL', 'WORKER_SECRET', 'OBJECT_STORE_DIR', 'WORK_DIR', 'QUEUE_POLL_SECONDS', 'SMTP_URL', 'MAIL_FROM',
  'FATHOM_SHARE_URL', 'FATHOM_API_URL', 'MAX_UPLOAD_BYTES', 'MAX_RECORDING_SECONDS', 'FFMPEG_PATH', 'FFPROBE_PATH', 'PUPPETEER_EXECUTABLE_PATH', 'RENDER_PROCESSES', 'VIDEO_ENCODER',
] as const satisfies readonly SettingName[]
