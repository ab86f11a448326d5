import { A } from '@solidjs/router'
import { EmptyState } from '../ui/empty-state.tsx'
import { words } from '../words/words.ts'
import { setPageTitle } from './page-title.ts'

export default function NotFoundPage() {
  setPageTitle(() => words.errors.pageTitle)
  return <EmptyState level={1} icon="search" title={words.errors.pageTitle} action={<A href="/">{words.errors.toLibrary}</A>}>{words.errors.pageText}</EmptyState>
}
