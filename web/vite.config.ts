import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vite'
import { fileURLToPath } from 'node:url'

const at = (p: string) => fileURLToPath(new URL(p, import.meta.url))

// Two entries: the office (index.html) and the portal (portal.html).  Relative base, hash
// routes: the pages also run below a path and inside other apps' web views.
export default defineConfig({
  base: './',
  resolve: { alias: { '@': at('./src') } },
  plugins: [vue(), Components({ dts: false, resolvers: [ElementPlusResolver()] })],
  build: {
    target: ['chrome90'],
    cssTarget: ['chrome90'],
    modulePreload: { polyfill: true },
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: { index: at('./index.html'), portal: at('./portal.html') } },
  },
  server: { proxy: { '/api': process.env.QH_URL ?? 'http://127.0.0.1:8080' } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], server: { deps: { inline: ['element-plus'] } } },
} as Parameters<typeof defineConfig>[0])
