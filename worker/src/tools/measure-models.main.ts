import { measureModels } from './calibration-models.ts'
import { serveProcess } from './own-process.ts'

/** Entry of the process that measures the models: what they load would stay in a worker for as long as it lives. */
await serveProcess((_: null, { signal }) => measureModels(signal))
