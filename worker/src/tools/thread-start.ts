import { enableCompileCache } from 'node:module'
import { workerData } from 'node:worker_threads'

/** Entry of every thread: modules that were compiled before are not compiled again, which Node does by itself only for the first thread. */
const { module, compileCache } = workerData as { module: string; compileCache: string | undefined }
if (compileCache !== undefined) enableCompileCache(compileCache)
await import(module)
