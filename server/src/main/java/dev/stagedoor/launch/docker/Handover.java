// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a container gets its environment: its entrypoint is a shell that reads assignments from standard input, then becomes
 * the image's own program. The engine writes what is given to {@code create} to its disk; standard input it only passes on.
 */
final class Handover {
    /** The exit code of a container that was not given its environment, in time or at all. */
    static final int NOT_GIVEN = 117;

    private static final int PATIENCE_SECONDS = 30;
    private static final int WORD_BYTES = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handover() {}

    /** The script that receives the environment; the words to run are its arguments. */
    static String script() {
        return script(PATIENCE_SECONDS);
    }

    /**
     * The first line is a random word, which ends the assignments too: without it, such as when whoever started the
     * container died, nothing is run. The sleep ends the waiting, because its end is a signal that interrupts {@code read};
     * a signal from another process of the container would not reach its first one. Bash's is not interrupted, but has
     * TMOUT.
     */
    static String script(int patience) {
        return """
            not_given() {
                echo 'stagedoor: the environment did not come' >&2
                [ -n "$clock" ] && kill "$clock" 2>/dev/null
                exit %d
            }
            TMOUT=%d
            clock=
            if command -v sleep >/dev/null 2>&1; then
                trap not_given CHLD
                sleep %d </dev/null >/dev/null 2>&1 &
                clock=$!
            fi
            IFS= read -r stagedoor_word || not_given
            stagedoor_text=
            while :; do
                IFS= read -r stagedoor_line || not_given
                [ "$stagedoor_line" = "$stagedoor_word" ] && break
                stagedoor_text="$stagedoor_text$stagedoor_line
            "
            done
            if [ -n "$clock" ]; then
                trap - CHLD
                kill "$clock" 2>/dev/null
                wait "$clock" 2>/dev/null
            fi
            unset TMOUT clock stagedoor_line
            eval "$stagedoor_text"
            unset stagedoor_text stagedoor_word
            exec "$@" </dev/null
            """.formatted(NOT_GIVEN, patience, patience);
    }

    /**
     * What the script reads. To be wiped by {@link #wipe}.
     *
     * @throws Problem {@code invalid_request} for a name or value that no environment can hold
     */
    static byte[] text(Map<String, Secret> environment) {
        byte[] random = new byte[WORD_BYTES];
        RANDOM.nextBytes(random);
        byte[] end = (HexFormat.of().formatHex(random) + '\n').getBytes(StandardCharsets.US_ASCII);
        Text text = new Text();
        text.writeBytes(end);
        environment.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw Problem.invalid("environment", "the name " + name + " must be letters, digits and _");
            }
            text.writeBytes(("export " + name + "='").getBytes(StandardCharsets.US_ASCII));
            quote(name, value, text);
            text.writeBytes("'\n".getBytes(StandardCharsets.US_ASCII));
        });
        text.writeBytes(end);
        return text.taken();
    }

    private static void quote(String name, Secret value, ByteArrayOutputStream to) {
        byte[] bytes = value.reveal();
        for (byte b : bytes) {
            if (b == 0) {
                throw Problem.invalid("environment." + name, "the value has a NUL byte, which no variable can hold");
            }
            if (b == '\'') {
                to.writeBytes("'\\''".getBytes(StandardCharsets.US_ASCII));
            } else {
                to.write(b);
            }
        }
        wipe(bytes);
    }

    static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }

    /** Wipes its buffer when it has been taken. */
    private static final class Text extends ByteArrayOutputStream {
        byte[] taken() {
            byte[] taken = toByteArray();
            wipe(buf);
            return taken;
        }
    }
}
