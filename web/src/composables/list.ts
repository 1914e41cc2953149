import { ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Page, Query } from '@/api/http'

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
      const page = await load({ ...filter.value, after })
      items.value = after ? [...items.value, ...page.items] : page.items
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
