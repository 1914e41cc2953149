import { ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Page, Query } from '@/api/http'

const CALLS_MAX = 8
const ENOUGH = 10

/** A list whose filters live in the address, so that it can be shared and come back to. */
export function useList<T>(load: (q: Query) => Promise<Page<T>>, names: string[]) {
  const route = useRoute()
  const router = useRouter()
  const items = ref<T[]>([]) as { value: T[] }
  const next = ref<string | null>(null)
  const loading = ref(false)
  const failed = ref('')
  const filter = ref<Record<string, string>>({})

  function take() {
    filter.value = Object.fromEntries(names.map((n) => [n, String(route.query[n] ?? '')]))
  }
  async function fetchPage(after?: string) {
    loading.value = true
    failed.value = ''
    try {
      let page = await load({ ...filter.value, after })
      const found = [...page.items]
      // A page may hold few rows or none and yet have a next one: the server looks at so many a call.
      for (let i = 0; i < CALLS_MAX && found.length < ENOUGH && page.next; i++) {
        page = await load({ ...filter.value, after: page.next })
        found.push(...page.items)
      }
      items.value = after ? [...items.value, ...found] : found
      next.value = page.next
    } catch (e) {
      failed.value = e instanceof Error ? e.message : String(e)
    } finally {
      loading.value = false
    }
  }
  function apply() {
    const query = Object.fromEntries(Object.entries(filter.value).filter(([, v]) => v !== ''))
    void router.replace({ query })
  }
  watch(
    () => route.query,
    () => {
      take()
      void fetchPage()
    },
    { immediate: true },
  )
  return { items, next, loading, failed, filter, apply, more: () => next.value && fetchPage(next.value), reload: () => fetchPage() }
}
