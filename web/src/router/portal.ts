import { createRouter, createWebHashHistory } from 'vue-router'
import { useSession } from '@/stores/session'

// Pages with `open` need no sign-in.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: () => import('@/views/portal/home.vue') },
    { path: '/sign-in', component: () => import('@/views/sign-in/index.vue'), meta: { open: true } },
    { path: '/matters', component: () => import('@/views/portal/matters.vue') },
    { path: '/matters/:id', component: () => import('@/views/portal/matter.vue'), props: true },
    { path: '/messages', component: () => import('@/views/message/index.vue') },
    { path: '/messages/settings', component: () => import('@/views/message/settings.vue') },
    { path: '/pick', component: () => import('@/views/portal/pick.vue') },
    { path: '/requests', component: () => import('@/views/portal/requests.vue') },
    { path: '/requests/:id', component: () => import('@/views/portal/request.vue'), props: true },
    { path: '/bookings', component: () => import('@/views/portal/bookings.vue') },
    { path: '/bookings/:id', component: () => import('@/views/portal/booking.vue'), props: true },
    { path: '/instruments', component: () => import('@/views/portal/instruments.vue') },
    { path: '/visits', component: () => import('@/views/portal/visits.vue') },
    { path: '/certificates', component: () => import('@/views/portal/certificates.vue') },
    { path: '/items', component: () => import('@/views/portal/items.vue'), meta: { open: true } },
    { path: '/items/:code', component: () => import('@/views/portal/item.vue'), props: true, meta: { open: true } },
    { path: '/help', component: () => import('@/views/portal/help.vue'), meta: { open: true } },
    { path: '/mine', component: () => import('@/views/portal/mine.vue'), meta: { open: true } },
    { path: '/figures', component: () => import('@/views/portal/figures.vue'), meta: { open: true } },
    { path: '/c/:number?', component: () => import('@/views/portal/check.vue'), props: true, meta: { open: true } },
    { path: '/confirm/:token', component: () => import('@/views/portal/confirm.vue'), props: true, meta: { open: true } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach(async (to) => {
  const session = useSession()
  await session.load()
  if (!session.session && !to.meta.open) return { path: '/sign-in', query: { to: to.fullPath } }
  return true
})
