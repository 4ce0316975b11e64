import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './support';

/** SHA-1 as in FIPS 180-4: PostgreSQL has it only in the extension pgcrypto, which may not be at hand. */
export const sha1 = defineSupport('sha1', {
  parameters: [['value', pg.type('bytea')]], returns: pg.type('bytea'), volatility: 'immutable', language: 'plpgsql',
  comment: "HASHBYTES('SHA1', value).",
  body: `DECLARE
    mask CONSTANT bigint := 4294967295;
    message bytea := value || '\\x80'::bytea || decode(repeat('00', (119 - octet_length(value) % 64) % 64), 'hex') || int8send(octet_length(value)::bigint * 8);
    state bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
    w bigint[];
    t bigint;
    a bigint;
    b bigint;
    c bigint;
    d bigint;
    e bigint;
BEGIN
    FOR block IN 0 .. octet_length(message) / 64 - 1 LOOP
        w := '{}';
        FOR i IN 0 .. 79 LOOP
            IF i < 16 THEN
                t := (get_byte(message, block * 64 + i * 4)::bigint << 24) | (get_byte(message, block * 64 + i * 4 + 1) << 16) | (get_byte(message, block * 64 + i * 4 + 2) << 8) | get_byte(message, block * 64 + i * 4 + 3);
            ELSE
                t := w[i - 2] # w[i - 7] # w[i - 13] # w[i - 15];
                t := ((t << 1) | (t >> 31)) & mask;
            END IF;
            w := array_append(w, t);
        END LOOP;
        a := state[1];
        b := state[2];
        c := state[3];
        d := state[4];
        e := state[5];
        FOR i IN 0 .. 79 LOOP
            t := (((a << 5) | (a >> 27)) & mask) + e + w[i + 1]
                + CASE i / 20
                    WHEN 0 THEN ((b & c) | ((b # mask) & d)) + 1518500249
                    WHEN 1 THEN (b # c # d) + 1859775393
                    WHEN 2 THEN ((b & c) | (b & d) | (c & d)) + 2400959708
                    ELSE (b # c # d) + 3395469782
                END;
            e := d;
            d := c;
            c := ((b << 30) | (b >> 2)) & mask;
            b := a;
            a := t & mask;
        END LOOP;
        state := ARRAY[(state[1] + a) & mask, (state[2] + b) & mask, (state[3] + c) & mask, (state[4] + d) & mask, (state[5] + e) & mask];
    END LOOP;
    RETURN decode(lpad(to_hex(state[1]), 8, '0') || lpad(to_hex(state[2]), 8, '0') || lpad(to_hex(state[3]), 8, '0') || lpad(to_hex(state[4]), 8, '0') || lpad(to_hex(state[5]), 8, '0'), 'hex');
END;`,
});
