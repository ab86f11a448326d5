import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const speedFile = 'machine-speed.json'

/** The machine is measured once a test run, not by every product. */
export async function takeMachineSpeed(folder: string): Promise<void> {
  const run = process.env.TEST_RUN_DIR
  if (run === undefined) return
  await mkdir(join(folder, 'work'), { recursive: true, mode: 0o700 })
  await cp(join(run, speedFile), join(folder, 'work', speedFile)).catch(() => undefined)
}

/** For the products after this one. */
export async function offerMachineSpeed(folder: string): Promise<void> {
  const run = process.env.TEST_RUN_DIR
  if (run !== undefined) await cp(join(folder, 'work', speedFile), join(run, speedFile)).catch(() => undefined)
}
