import { EmptyState } from '../ui/empty-state.tsx'
import { words } from '../words/words.ts'
import { setPageTitle } from './page-title.ts'

export default function NotFoundPage() {
  setPageTitle(() => words.errors.pageTitle)
  return (
    <main>
      <EmptyState level={1} icon="search" title={words.errors.pageTitle} action={<a href="/">{words.errors.toLibrary}</a>}>{words.errors.pageText}</EmptyState>
    </main>
  )
}
