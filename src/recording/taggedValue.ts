/** The form of values in JSON, for those that know recordings and nothing of the wire. */
export { toTagged, type Json } from '../wire/taggedJson.ts';
