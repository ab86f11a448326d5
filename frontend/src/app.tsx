import { Route, Router } from '@solidjs/router'
import { lazy } from 'solid-js'
import { withWords } from './words/words.ts'

const SharePage = lazy(withWords('watch', () => import('./watch/share-page.tsx')))
const EmbedPage = lazy(withWords('watch', () => import('./watch/embed-page.tsx')))
const AppFrame = lazy(withWords('app', () => import('./shell/app-frame.tsx')))
const AccountFrame = lazy(() => import('./account/account-frame.tsx'))
const NotFoundPage = lazy(withWords([], () => import('./shell/not-found-page.tsx')))
const MembersOnly = lazy(() => import('./account/members-only.tsx'))

/** The share page stands alone, so that a stranger's browser loads no line of the rest. */
export function App() {
  return (
    <Router>
      <Route path="/s/:token" component={SharePage} />
      <Route path="/s/:token/embed" component={EmbedPage} />
      <Route component={AppFrame}>
        <Route path="/" component={lazy(withWords(['library', 'job', 'queue', 'fathom'], () => import('./library/home-page.tsx')))} />
        <Route component={AccountFrame}>
          <Route path="/login" component={lazy(() => import('./account/log-in-page.tsx'))} />
          <Route path="/register" component={lazy(() => import('./account/register-page.tsx'))} />
          <Route path="/verify" component={lazy(() => import('./account/verify-page.tsx'))} />
          <Route path="/forgot" component={lazy(() => import('./account/forgot-page.tsx'))} />
          <Route path="/reset" component={lazy(() => import('./account/reset-page.tsx'))} />
        </Route>
        <Route component={MembersOnly}>
          <Route path="/bin" component={lazy(withWords(['library', 'job'], () => import('./library/bin-page.tsx')))} />
          <Route path="/queue" component={lazy(withWords(['queue', 'job', 'library'], () => import('./queue/queue-page.tsx')))} />
          <Route path="/recordings/:id" component={lazy(withWords(['recording', 'job', 'queue', 'library', 'watch', 'insights', 'sharing'], () => import('./recording/recording-page.tsx')))} />
          <Route path="/recordings/:id/edit" component={lazy(withWords(['editor', 'brand', 'recording', 'job', 'queue', 'library'], () => import('./editor/editor-page.tsx')))} />
          <Route path="/sample/:id" component={lazy(withWords(['firstRun', 'job', 'queue', 'recording', 'library'], () => import('./first-run/sample-page.tsx')))} />
          <Route path="/settings" component={lazy(withWords('settings', () => import('./settings/settings-frame.tsx')))}>
            <Route path="/" />
            <Route path="/profile" component={lazy(withWords('settings', () => import('./settings/profile-page.tsx')))} />
            <Route path="/fathom" component={lazy(withWords(['fathom', 'library', 'automation'], () => import('./fathom/fathom-page.tsx')))} />
            <Route path="/brand" component={lazy(withWords('brand', () => import('./brand/brand-page.tsx')))} />
            <Route path="/mail" component={lazy(withWords('mailServer', () => import('./mail-server/mail-server-page.tsx')))} />
            <Route path="/api-keys" component={lazy(withWords('automation', () => import('./api-keys/api-keys-page.tsx')))} />
            <Route path="/sessions" component={lazy(withWords('settings', () => import('./settings/sessions-page.tsx')))} />
            <Route path="/activity" component={lazy(withWords('settings', () => import('./settings/activity-page.tsx')))} />
            <Route path="/usage" component={lazy(withWords('settings', () => import('./settings/usage-page.tsx')))} />
            <Route path="/export" component={lazy(withWords('settings', () => import('./settings/export-page.tsx')))} />
          </Route>
          <Route path="/doctor" component={lazy(withWords('doctor', () => import('./doctor/doctor-page.tsx')))} />
          <Route path="/outbox" component={lazy(withWords('outbox', () => import('./outbox/outbox-page.tsx')))} />
        </Route>
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  )
}
