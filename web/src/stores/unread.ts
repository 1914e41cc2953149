import { defineStore } from 'pinia'
import { ref } from 'vue'
import { notices } from '@/api'

/** How many messages are unread; asked again now and then, never while nobody looks. */
export const useUnread = defineStore('unread', () => {
  const unread = ref(0)

  async function load() {
    if (document.hidden) return
    try {
      unread.value = (await notices.count()).unread
    } catch {
      // The bell keeps what it knew; the page itself tells of a lost connection.
    }
  }
  return { unread, load }
})
