import { count } from './count.ts'

export const queue = {
  title: 'Queue', listLabel: 'Your jobs', waiting: (value: number) => `${value} waiting`, running: (value: number) => `${value} running`,
  workers: (value: number) => count(value, 'worker online', 'workers online'),
  line: 'In line', runningLabel: 'Running', workersLabel: 'Workers online', everybody: 'of everybody', paused: 'The operator paused the queue. What runs is finished, nothing new begins until it is resumed.', noWorkers: 'No worker is online. Jobs wait safely until one starts.',
  mine: 'Your jobs', emptyTitle: 'Nothing in the queue', emptyText: 'Videos you ask for show their progress here.', toLibrary: 'Make a video',
  cancelTitle: 'Cancel this job?', cancelText: (title: string) => `Work on “${title}” stops. You can start it again later.`, keep: 'Keep going', cancelJob: 'Cancel job',
  live: 'Live',
}
