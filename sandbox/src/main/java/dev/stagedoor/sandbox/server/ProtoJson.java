// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body as LiveKit does, by protobuf's JSON mapping: names in snake_case or camelCase, unknown ones
 * ignored, numbers also as strings, null for the default, duplicate keys rejected, trailing input ignored.
 */
final class ProtoJson {
    private static final ObjectMapper READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,9}))?s");
    private static final long UINT32_MAX = 0xFFFF_FFFFL;

    private final ObjectNode body;

    private ProtoJson(ObjectNode body) {
        this.body = body;
    }

    static ProtoJson read(byte[] bytes) {
        try (JsonParser parser = READER.createParser(bytes)) {
            if (READER.readTree(parser) instanceof ObjectNode object) return new ProtoJson(object);
        } catch (JacksonException notJson) {
            throw malformed();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
        throw malformed();
    }

    String text(String snake) {
        JsonNode value = value(snake);
        if (value == null) return "";
        if (!value.isTextual()) throw malformed();
        return value.textValue();
    }

    boolean flag(String snake) {
        JsonNode value = value(snake);
        if (value == null) return false;
        if (!value.isBoolean()) throw malformed();
        return value.booleanValue();
    }

    /** An unsigned 32-bit number, capped at {@link Integer#MAX_VALUE}. */
    int number(String snake) {
        JsonNode value = value(snake);
        if (value == null) return 0;
        long number = uint32(value);
        if (number < 0) throw malformed();
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    byte[] bytes(String snake) {
        String text = text(snake).replace('-', '+').replace('_', '/');
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw malformed();
        }
    }

    /** A duration such as {@code 1.5s}; null if unset. */
    @Nullable
    Duration duration(String snake) {
        String text = text(snake);
        if (value(snake) == null) return null;
        Matcher parts = SECONDS.matcher(text);
        if (!parts.matches()) throw malformed();
        String decimals = parts.group(2) == null ? "" : parts.group(2);
        return Duration.ofSeconds(
                Long.parseLong(parts.group(1)), Long.parseLong((decimals + "000000000").substring(0, 9)));
    }

    /** One of these names, also by its number; the first if unset or unknown. */
    String oneOf(String snake, List<String> names) {
        JsonNode value = value(snake);
        if (value == null) return names.getFirst();
        if (value.isTextual()) return names.contains(value.textValue()) ? value.textValue() : names.getFirst();
        long number = uint32(value);
        if (number < 0) throw malformed();
        return number < names.size() ? names.get((int) number) : names.getFirst();
    }

    List<String> texts(String snake) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : list(snake)) {
            if (!one.isTextual()) throw malformed();
            texts.add(one.textValue());
        }
        return texts;
    }

    /** The message in this field, or null if unset. */
    @Nullable
    ProtoJson message(String snake) {
        JsonNode value = value(snake);
        if (value == null) return null;
        if (!(value instanceof ObjectNode object)) throw malformed();
        return new ProtoJson(object);
    }

    List<ProtoJson> messages(String snake) {
        List<ProtoJson> messages = new ArrayList<>();
        for (JsonNode one : list(snake)) {
            if (!(one instanceof ObjectNode object)) throw malformed();
            messages.add(new ProtoJson(object));
        }
        return messages;
    }

    Map<String, String> map(String snake) {
        JsonNode value = value(snake);
        if (value == null) return Map.of();
        if (!value.isObject()) throw malformed();
        Map<String, String> map = new HashMap<>();
        for (Map.Entry<String, JsonNode> one : value.properties()) {
            if (!one.getValue().isTextual()) throw malformed();
            map.put(one.getKey(), one.getValue().textValue());
        }
        return map;
    }

    /** The value as an unsigned 32-bit number, or -1 if it is not one. */
    static long uint32(JsonNode value) {
        try {
            long number = value.isTextual() ? Long.parseLong(value.textValue()) : whole(value);
            return number >= 0 && number <= UINT32_MAX ? number : -1;
        } catch (NumberFormatException | ArithmeticException notWhole) {
            return -1;
        }
    }

    private static long whole(JsonNode value) {
        return value.isNumber() ? value.decimalValue().longValueExact() : -1;
    }

    private JsonNode list(String snake) {
        JsonNode value = value(snake);
        if (value == null) return READER.createArrayNode();
        if (!value.isArray()) throw malformed();
        return value;
    }

    private @Nullable JsonNode value(String snake) {
        JsonNode one = body.get(snake);
        JsonNode other = snake.indexOf('_') < 0 ? null : body.get(camel(snake));
        if (one != null && other != null) throw malformed();
        JsonNode found = one == null ? other : one;
        return found == null || found.isNull() ? null : found;
    }

    private static String camel(String snake) {
        StringBuilder text = new StringBuilder(snake.length());
        boolean upper = false;
        for (int i = 0; i < snake.length(); i++) {
            char letter = snake.charAt(i);
            if (letter == '_') upper = true;
            else {
                text.append(upper ? Character.toUpperCase(letter) : letter);
                upper = false;
            }
        }
        return text.toString();
    }

    static SandboxRefusal malformed() {
        return SandboxRefusal.of(TwirpCode.MALFORMED, "the json request could not be decoded");
    }
}
