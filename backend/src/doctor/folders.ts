import { access, constants, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { projectFolder } from '../project-folder.ts'
import type { Patient } from './examine.ts'
import { bad, good, warn } from './finding.ts'

const gigabyte = 1e9
/** A long meeting with all that is made of it needs some gigabytes. */
const scarce = 10 * gigabyte
const tooLittle = 2 * gigabyte

const folders = [
  ['OBJECT_STORE_DIR', 'Disk: recordings and videos'], ['WORK_DIR', 'Disk: work of the worker'], ['RENDER_CACHE_DIR', 'Disk: render cache'],
  ['USER_DBS_DIR', 'Disk: people\'s databases'], ['PB_DATA_DIR', 'Disk: PocketBase'],
] as const

export async function examineFolders({ config }: Patient): Promise<DoctorFinding[]> {
  return Promise.all(folders.map(([setting, name]) => examineFolder(name, setting, resolve(projectFolder, config[setting]))))
}

async function examineFolder(name: string, setting: string, wanted: string): Promise<DoctorFinding> {
  const folder = await nearest(wanted)
  if (!await access(folder, constants.W_OK).then(() => true, () => false)) return bad(name, 'This folder cannot be written to.', `Give the program's user the right to write there, or set ${setting}.`)
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const detail = `${(free / gigabyte).toFixed(free < 100 * gigabyte ? 1 : 0)} GB are free.`
  const remedy = `Make room on this disk, or set ${setting} to a folder on a larger one.`
  if (free < tooLittle) return bad(name, detail, remedy)
  return free < scarce ? warn(name, detail, remedy) : good(name, detail)
}

/** A folder that is made when it is first needed has the disk of the one above. */
async function nearest(folder: string): Promise<string> {
  return access(folder).then(() => folder, () => dirname(folder) === folder ? folder : nearest(dirname(folder)))
}
