/** A msgpack extension value without a meaning here: `type` (-128 to 127) and its bytes. */
export { ExtData } from '@msgpack/msgpack';
