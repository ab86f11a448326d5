import { count } from './count.ts'

export const comments = {
  write: 'Write a comment', placeholder: 'Write a comment…', send: 'Comment', sendKeys: 'Ctrl or Cmd + Enter', said: 'Your comment is there.',
  place: 'Where the comment stands', wholeVideo: 'Whole video', missingText: 'Write something first.',
  yourName: 'Your name', missingName: 'Say your name first.', as: (name: string) => `as ${name}`, changeName: (name: string) => `You write as ${name}. Change your name`,
  answer: 'Answer', answerTo: (name: string) => `Answer ${name}`, answerPlaceholder: 'Write an answer…', answersTo: (name: string) => `Answers to ${name}`,
  edit: 'Edit', editOf: (name: string) => `Edit the comment of ${name}`, save: 'Save', edited: 'edited', departed: 'Deleted account', deleteOf: (name: string) => `Delete the comment of ${name}`,
  resolve: 'Resolve', resolveOf: (name: string) => `Resolve the thread of ${name}`, resolved: 'Resolved', reopen: 'Reopen', fold: 'Hide',
  unfold: (value: number) => `Show ${count(value, 'comment', 'comments')}`, owner: 'Owner',
  deleted: 'The comment is deleted.', undo: 'Undo', arrived: (value: number) => count(value, 'new comment', 'new comments'),
  emptyTitle: 'Say something about this video', emptyText: 'Ask a question or leave a note, right at the moment it is about. Everybody with the link sees it.',
  oldTitle: 'This video was made again', oldText: 'Times have changed. Reload the page to see the new version; what you typed stays.', reload: 'Reload',
  withMore: (name: string, more: number) => `${name} and ${more} more`,
  reactions: 'Reactions', react: (name: string) => `React with ${name}`, reacted: (emoji: string, time: string) => `${emoji} at ${time}`, undoReaction: 'Undo the reaction',
  emojiNames: { '👍': 'thumbs up', '❤️': 'heart', '😂': 'laughing', '🎉': 'celebration', '🤔': 'thinking', '👏': 'clapping' },
  emojiCount: (emoji: string, value: number) => value > 1 ? `${emoji} ${value}` : emoji,
}
