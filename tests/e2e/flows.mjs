export function flows() {}
