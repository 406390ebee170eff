// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Form;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes forms (the URL standard's {@code application/x-www-form-urlencoded}; RFC 7578's {@code multipart/form-data})
 * strictly: an invalid form is refused, never repaired.
 */
final class Forms {
    private static final int PART_HEADERS = 4096;
    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data\\s*;\\s*boundary=(?:\"([0-9A-Za-z'()+_,./:=? -]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DISPOSITION =
            Pattern.compile("form-data((?:\\s*;\\s*[a-z*]+=\"[^\"\\r\\n]*\")+)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile("([a-z*]+)=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private Forms() {}

    static Form decode(String contentType, byte[] body, Form.Limits limits) {
        Form.Builder form = new Form.Builder(limits);
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (boundary.matches()) {
            multipart(form, body, Optional.ofNullable(boundary.group(1)).orElseGet(() -> boundary.group(2)));
        } else if (contentType
                .toLowerCase(Locale.ROOT)
                .split(";", 2)[0]
                .strip()
                .equals("application/x-www-form-urlencoded")) {
            urlEncoded(form, new String(body, StandardCharsets.ISO_8859_1));
        } else {
            throw Problem.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the form as application/x-www-form-urlencoded or multipart/form-data.");
        }
        return form.build();
    }

    private static void urlEncoded(Form.Builder form, String body) {
        if (body.isEmpty()) {
            return;
        }
        int start = 0;
        while (start <= body.length()) {
            int end = body.indexOf('&', start) < 0 ? body.length() : body.indexOf('&', start);
            int equals = body.indexOf('=', start);
            boolean named = equals >= 0 && equals < end;
            String name = Target.formText(body.substring(start, named ? equals : end));
            form.field(name, named ? Target.formText(body.substring(equals + 1, end)) : "");
            start = end + 1;
        }
    }

    private static void multipart(Form.Builder form, byte[] body, String boundary) {
        // Each byte is one character: the indexes of the text are those of the body.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary;
        require(text.startsWith(delimiter));
        int at = delimiter.length();
        while (!text.startsWith("--", at)) {
            require(text.startsWith("\r\n", at));
            int headers = at + 2;
            int content = text.indexOf("\r\n\r\n", headers);
            require(content >= 0 && content - headers <= PART_HEADERS);
            int end = text.indexOf("\r\n" + delimiter, content + 4);
            require(end >= 0);
            part(form, utf8(Arrays.copyOfRange(body, headers, content)), Arrays.copyOfRange(body, content + 4, end));
            at = end + 2 + delimiter.length();
        }
        String rest = text.substring(at + 2);
        require(rest.isEmpty() || rest.equals("\r\n"));
    }

    private static void part(Form.Builder form, String headers, byte[] content) {
        String disposition = "";
        String contentType = "text/plain";
        for (String line : headers.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            require(colon > 0);
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> disposition = value;
                case "content-type" -> contentType = value;
                default -> {
                    // RFC 7578 §4.8: other header fields are ignored.
                }
            }
        }
        Matcher parameters = DISPOSITION.matcher(disposition);
        require(parameters.matches());
        String name = parameter(parameters.group(1), "name").orElseThrow(Forms::malformed);
        Optional<String> fileName = parameter(parameters.group(1), "filename");
        if (fileName.isPresent()) {
            form.file(name, fileName.get(), contentType, content);
        } else {
            form.field(name, utf8(content));
        }
    }

    /** A parameter; browsers escape quotation marks in it. */
    private static Optional<String> parameter(String parameters, String name) {
        return PARAMETER
                .matcher(parameters)
                .results()
                .filter(one -> one.group(1).equalsIgnoreCase(name))
                .findFirst()
                .map(one -> one.group(2).replace("%22", "\""));
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return Problem.of(ErrorCode.MALFORMED_REQUEST, "The body is not a valid form in UTF-8.");
    }
}
