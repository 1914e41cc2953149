import 'element-plus/theme-chalk/base.css'
import '@/styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from '@/views/shell/Office.vue'
import { i18n, words } from '@/locales'
import { router } from '@/router/office'

const app = createApp(App).use(createPinia()).use(i18n).use(router)
void words.then(() => app.mount('#app'))
