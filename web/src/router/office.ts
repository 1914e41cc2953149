import { createRouter, createWebHashHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [{ path: '/sign-in', component: () => import('@/views/sign-in/index.vue') }],
})
