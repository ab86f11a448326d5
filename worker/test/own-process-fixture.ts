import { once } from 'node:events'
import { AppError } from '@f2l/common/errors.ts'
import { serveProcess } from '../src/tools/own-process.ts'

type Task = { do: 'double'; numbers: Int8Array } | { do: 'fail' | 'wait' | 'exit' } | { do: 'compute'; seconds: number }

await serveProcess<Task, unknown>(async (task, { signal, report }) => {
  if (task.do === 'double') {
    report(0.5)
    report(1)
    return task.numbers.map(number => 2 * number)
  }
  if (task.do === 'fail') throw new AppError('file.broken', 'This is broken.', { cause: new Error('outer', { cause: new Error('the inner reason') }) })
  if (task.do === 'exit') process.exit(3)
  if (task.do === 'compute') {
    const end = performance.now() + 1000 * task.seconds
    while (performance.now() < end);
    return null
  }
  report(0.1)
  await once(signal, 'abort')
  report(0.9)
  throw signal.reason
})
