import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { setCsrf } from '@/api/http'
import * as api from '@/api/session'

export const useSession = defineStore('session', () => {
  const session = ref<api.Session | null>(null)
  const known = ref(false)

  function take(s: api.Session | null) {
    session.value = s
    known.value = true
    setCsrf(s?.csrf ?? '')
  }
  /** Asks the server once who is signed in. */
  async function load() {
    if (known.value) return
    try {
      take(await api.whoAmI())
    } catch {
      take(null)
    }
  }
  async function signIn(login: string, password: string) {
    take(await api.signIn(login, password))
  }
  async function signOut() {
    try {
      await api.signOut()
    } finally {
      take(null)
    }
  }
  const can = (right: string) => session.value?.rights.includes(right) ?? false
  const is = (role: string) => session.value?.roles.includes(role) ?? false
  const isDemo = computed(() => session.value?.org.is_demo ?? false)

  return { session, known, load, signIn, signOut, forget: () => take(null), can, is, isDemo }
})
