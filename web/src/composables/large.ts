import { ref } from 'vue'

const KEY = 'qh.large'
const large = ref(localStorage.getItem(KEY) === '1')

function show() {
  document.documentElement.classList.toggle('large', large.value)
}
show()

/** The large-type view: kept on the device, for the office and the portal alike. */
export function useLarge() {
  function toggle() {
    large.value = !large.value
    localStorage.setItem(KEY, large.value ? '1' : '0')
    show()
  }
  return { large, toggle }
}
