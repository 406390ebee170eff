// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The fields and files of a form, in order. */
public final class Form {
    private final SequencedMap<String, List<String>> values;
    private final List<File> files;

    /**
     * The limits of a form.
     *
     * @param fields    maximum number of fields and files together
     * @param name      maximum length of a field's or file's name, in characters
     * @param value     maximum length of a field's value, in characters
     * @param file      maximum size of a file; 0B refuses files
     * @param total     maximum size of the body
     */
    public record Limits(int fields, int name, int value, DataSize file, DataSize total) {
        /** Fields only: 100 of 4096 characters, 64 KiB in all. */
        public static final Limits FIELDS = new Limits(100, 128, 4096, new DataSize(0), new DataSize(64 << 10));
    }

    /** A file in a {@code multipart/form-data} form; its name comes from the client, without folders. */
    public static final class File {
        private final String field;
        private final String name;
        private final String contentType;
        private final byte[] content;

        private File(String field, String name, String contentType, byte[] content) {
            this.field = field;
            this.name = name;
            this.contentType = contentType;
            this.content = content;
        }

        /** The name of the field that it was sent in. */
        public String field() {
            return field;
        }

        /** Its name, from the client; safe to display, not to use as a path. */
        public String name() {
            return name;
        }

        /** The content type that the client claims. */
        public String contentType() {
            return contentType;
        }

        /** A copy of its bytes. */
        public byte[] content() {
            return content.clone();
        }
    }

    private Form(SequencedMap<String, List<String>> values, List<File> files) {
        this.values = values;
        this.files = files;
    }

    /** A field's value, if present; refused if given more than once. */
    public Optional<String> value(String name) {
        List<String> all = values(name);
        if (all.size() > 1) {
            throw Problem.invalid(name, "is given more than once");
        }
        return all.stream().findFirst();
    }

    /** All values of a field. */
    public List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** All fields, by name. */
    public Map<String, List<String>> fields() {
        return Collections.unmodifiableMap(values);
    }

    /** The files. */
    public List<File> files() {
        return List.copyOf(files);
    }

    /** Collects a form within its limits. */
    public static final class Builder {
        private final Limits limits;
        private final SequencedMap<String, List<String>> values = new LinkedHashMap<>();
        private final List<File> files = new ArrayList<>();
        private int count;

        /** An empty form. */
        public Builder(Limits limits) {
            this.limits = limits;
        }

        /** Adds a field, or refuses it. */
        public void field(String name, String value) {
            count(name);
            if (value.length() > limits.value()) {
                throw Problem.invalid(name, "must have at most " + limits.value() + " characters");
            }
            if (value.indexOf(0) >= 0) {
                throw Problem.invalid(name, "contains NUL");
            }
            values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        }

        /** Adds a file, or refuses it. */
        public void file(String field, String name, String contentType, byte[] content) {
            count(field);
            if (content.length > limits.file().bytes()) {
                String why = limits.file().bytes() == 0 ? "must not be a file" : "must have at most " + limits.file();
                throw Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, field + ": " + why)
                        .field(field, why);
            }
            files.add(new File(field, bare(name), contentType, content));
        }

        /** Browsers send only the name; anything before it is a folder on the client. */
        private static String bare(String name) {
            return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        }

        private void count(String name) {
            count++;
            if (count > limits.fields()) {
                throw Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The form has more than " + limits.fields() + " fields.");
            }
            if (name.isEmpty() || name.length() > limits.name() || name.chars().anyMatch(Character::isISOControl)) {
                throw Problem.of(
                        ErrorCode.MALFORMED_REQUEST,
                        "A field name must have 1 to " + limits.name() + " characters and no control characters.");
            }
        }

        /** The form. */
        public Form build() {
            values.replaceAll((name, all) -> List.copyOf(all));
            return new Form(values, files);
        }
    }
}
