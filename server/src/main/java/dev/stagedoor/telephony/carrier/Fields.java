// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.http.Form;
import dev.stagedoor.http.PercentEncoding;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a form, from the body of a POST or the query of a GET ({@code application/x-www-form-urlencoded} of the URL
 * standard), decoded strictly: what cannot be read is refused, never repaired. Unknown fields are kept, as they are signed.
 */
public final class Fields {
    /** Carriers send some 30 fields; a call by SIP adds one for each of its headers. */
    private static final Form.Limits LIMITS =
            new Form.Limits(200, SentText.LONGEST, 8192, new DataSize(0), new DataSize(64 << 10));

    private final Form form;

    private Fields(Form form) {
        this.form = form;
    }

    /**
     * The fields of a request.
     *
     * @throws Problem {@code malformed_request} if it is neither a form nor a GET, or cannot be read
     */
    public static Fields of(SignedRequest request) {
        return request.once(Fields.class, Fields::read);
    }

    private static Fields read(SignedRequest request) {
        if (request.verb().equals("GET")) {
            return ofQuery(request.target());
        }
        if (!isForm(request)) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "Send a form as application/x-www-form-urlencoded.");
        }
        byte[] body = request.rawBody();
        if (body.length > LIMITS.total().bytes()) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "The form is larger than " + LIMITS.total() + '.');
        }
        // Each byte is one character: what is not percent-encoded is decoded with the rest.
        return parsed(new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The fields in the query of a target; none if it has no query. */
    public static Fields ofQuery(String target) {
        int query = target.indexOf('?');
        return parsed(query < 0 ? "" : target.substring(query + 1));
    }

    /** Whether the body says that it is a form. */
    public static boolean isForm(SignedRequest request) {
        return contentType(request).equals("application/x-www-form-urlencoded");
    }

    /** The body's content type, in lower case and without parameters; "" if not said. */
    public static String contentType(SignedRequest request) {
        String sent = request.header("content-type").orElse("");
        int parameters = sent.indexOf(';');
        return (parameters < 0 ? sent : sent.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private static Fields parsed(String text) {
        Form.Builder form = new Form.Builder(LIMITS);
        try {
            int start = 0;
            while (start < text.length()) {
                int end = text.indexOf('&', start) < 0 ? text.length() : text.indexOf('&', start);
                int equals = text.indexOf('=', start);
                boolean named = equals >= 0 && equals < end;
                form.field(
                        decoded(text.substring(start, named ? equals : end)),
                        named ? decoded(text.substring(equals + 1, end)) : "");
                start = end + 1;
            }
            return new Fields(form.build());
        } catch (Problem refused) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, refused.detail());
        }
    }

    private static String decoded(String raw) {
        return PercentEncoding.decoded("form", raw, true);
    }

    /** All values of all fields, as sent. */
    public Map<String, List<String>> all() {
        return form.fields();
    }

    /**
     * A field's value, if sent.
     *
     * @throws Problem {@code malformed_request} if it is sent more than once, too long, or has control characters
     */
    public Optional<String> text(String name) {
        List<String> values = form.values(name);
        if (values.size() > 1) {
            throw SentText.malformed(name, "is given more than once");
        }
        return values.stream().findFirst().map(value -> SentText.checked(name, value));
    }

    /** As {@link #text}; refused if it is missing or empty. */
    public String required(String name) {
        return text(name).filter(value -> !value.isEmpty()).orElseThrow(() -> SentText.malformed(name, "is missing"));
    }
}
