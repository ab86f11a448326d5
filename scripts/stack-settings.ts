import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

/** Settings of a whole installation that keeps everything in one folder and listens on two loopback ports. */
export function installationIn(folder: string, { port, pbPort }: { port: number; pbPort: number }): Record<string, string> {
  return {
    HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, BACKEND_URL: `http://127.0.0.1:${port}`, METRICS_PORT: '0', WORKER_METRICS_PORT: '0', PB_URL: `http://127.0.0.1:${pbPort}`,
    PB_DATA_DIR: join(folder, 'pb_data'), USER_DBS_DIR: join(folder, 'user_dbs'), OBJECT_STORE_DIR: join(folder, 'objects'), WORK_DIR: join(folder, 'work'), RENDER_CACHE_DIR: join(folder, 'render-cache'),
  }
}

/** Random secrets for an installation that lives as long as a test. */
export function freshSecrets(): Record<string, string> {
  return {
    PB_ADMIN_PASSWORD: randomBytes(12).toString('hex'), PB_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
    AES_MASTER_KEY: randomBytes(32).toString('base64'), JWT_SECRET: randomBytes(32).toString('hex'), WORKER_SECRET: randomBytes(32).toString('hex'),
  }
}
