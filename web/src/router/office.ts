import { createRouter, createWebHashHistory } from 'vue-router'
import { useSession } from '@/stores/session'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/today' },
    { path: '/sign-in', component: () => import('@/views/sign-in/index.vue') },
    { path: '/today', component: () => import('@/views/today/index.vue') },
    { path: '/enterprises', component: () => import('@/views/enterprise/index.vue') },
    { path: '/enterprises/:id', component: () => import('@/views/enterprise/detail.vue'), props: true },
    { path: '/visits', component: () => import('@/views/visit/index.vue') },
    { path: '/visits/calendar', component: () => import('@/views/visit/calendar.vue') },
    { path: '/visits/plan', component: () => import('@/views/visit/plan.vue') },
    { path: '/visits/record', component: () => import('@/views/visit/record.vue') },
    { path: '/visits/:id', component: () => import('@/views/visit/detail.vue'), props: true },
    { path: '/visits/:id/record', component: () => import('@/views/visit/record.vue'), props: true },
    { path: '/pairings', component: () => import('@/views/pairing/index.vue') },
    { path: '/handovers', component: () => import('@/views/pairing/handovers.vue') },
    { path: '/handovers/:id', component: () => import('@/views/pairing/handover.vue'), props: true },
    { path: '/messages', component: () => import('@/views/message/index.vue') },
    { path: '/messages/settings', component: () => import('@/views/message/settings.vue') },
    { path: '/channels', component: () => import('@/views/message/channels.vue') },
    { path: '/settings', component: () => import('@/views/setting/index.vue') },
    { path: '/feedback', component: () => import('@/views/feedback/index.vue') },
    { path: '/demands', component: () => import('@/views/demand/index.vue') },
    { path: '/demands/:id', component: () => import('@/views/demand/detail.vue'), props: true },
    { path: '/supervision', component: () => import('@/views/supervision/index.vue') },
    { path: '/supervision/orders', component: () => import('@/views/supervision/orders.vue') },
    { path: '/bookings', component: () => import('@/views/booking/index.vue') },
    { path: '/bookings/:id', component: () => import('@/views/booking/detail.vue'), props: true },
    { path: '/bookings/:id/plan', component: () => import('@/views/trip/plan.vue'), props: true },
    { path: '/trips', component: () => import('@/views/trip/index.vue') },
    { path: '/trips/:id', component: () => import('@/views/trip/detail.vue'), props: true },
    { path: '/records', component: () => import('@/views/record/index.vue') },
    { path: '/records/:id', component: () => import('@/views/record/detail.vue'), props: true },
    { path: '/certificates', component: () => import('@/views/certificate/index.vue') },
    { path: '/certificates/:id', component: () => import('@/views/certificate/detail.vue'), props: true },
    { path: '/instruments', component: () => import('@/views/instrument/index.vue') },
    { path: '/instruments/:id', component: () => import('@/views/instrument/detail.vue'), props: true },
    { path: '/standards', component: () => import('@/views/standard/index.vue') },
    { path: '/items', component: () => import('@/views/item/index.vue') },
    { path: '/items/:code', component: () => import('@/views/item/detail.vue'), props: true },
    { path: '/packages', component: () => import('@/views/package/index.vue') },
    { path: '/packages/:id', component: () => import('@/views/package/detail.vue'), props: true },
    { path: '/requests', component: () => import('@/views/request/index.vue') },
    { path: '/requests/:id', component: () => import('@/views/request/detail.vue'), props: true },
    { path: '/figures', component: () => import('@/views/figures/index.vue') },
    { path: '/figures/rows', component: () => import('@/views/figures/rows.vue') },
    { path: '/bulletins', component: () => import('@/views/bulletin/index.vue') },
    { path: '/bulletins/:id', component: () => import('@/views/bulletin/detail.vue'), props: true },
    { path: '/imports', component: () => import('@/views/import/index.vue') },
    { path: '/board', component: () => import('@/views/board/index.vue') },
    { path: '/:rest(.*)*', redirect: '/today' },
  ],
})

router.beforeEach(async (to) => {
  const session = useSession()
  await session.load()
  if (!session.session && to.path !== '/sign-in') return { path: '/sign-in', query: { to: to.fullPath } }
  if (session.session?.person.enterprise_id) {
    window.location.replace('portal.html')
    return false
  }
  return true
})
