import { ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Page, Query } from '@/api/http'

const CALLS_MAX = 20
const ENOUGH = 20

/**
 * Pages until there are enough rows to show, or none are left.  One answer may hold few rows or none and yet
 * have a next one: the server looks at so many a call.  What was found goes to `show` after each; false ends it.
 */
export async function enough<T>(load: (after?: string) => Promise<Page<T>>, after: string | undefined, show: (found: T[], next: string | null) => boolean) {
  const found: T[] = []
  let at = after
  for (let i = 0; i < CALLS_MAX; i++) {
    const page = await load(at)
    found.push(...page.items)
    if (!show([...found], page.next) || !page.next || found.length >= ENOUGH) return
    at = page.next
  }
}

/** A list whose filters live in the address, so that it can be shared and come back to. */
export function useList<T>(load: (q: Query) => Promise<Page<T>>, names: string[]) {
  const route = useRoute()
  const router = useRouter()
  const items = ref<T[]>([]) as { value: T[] }
  const next = ref<string | null>(null)
  const loading = ref(false)
  const failed = ref('')
  const filter = ref<Record<string, string>>({})
  let turns = 0 // the last fetch that was begun; others are out of date

  function take() {
    filter.value = Object.fromEntries(names.map((n) => [n, String(route.query[n] ?? '')]))
  }
  async function fetchPage(after?: string) {
    const turn = ++turns
    const before = after ? items.value : []
    const shown = (found: T[], more: string | null) => {
      if (turn !== turns) return false
      items.value = [...before, ...found]
      next.value = more
      return true
    }
    loading.value = true
    failed.value = ''
    try {
      await enough((at) => load({ ...filter.value, after: at }), after, shown)
    } catch (e) {
      if (turn === turns) failed.value = e instanceof Error ? e.message : String(e)
    } finally {
      if (turn === turns) loading.value = false
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
