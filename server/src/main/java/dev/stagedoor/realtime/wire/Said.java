// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.ArrayList;
import java.util.List;

/** The members of a frame that a client sent; a member that is not as it should be is refused by its name. */
public record Said(JsonNode frame) {
    public String text(String name, int longest) {
        String text = optional(name, longest);
        if (text.isEmpty()) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, name + " is missing.");
        }
        return text;
    }

    public String optional(String name, int longest) {
        JsonNode value = frame.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()
                || value.textValue().length() > longest
                || value.textValue().indexOf('\0') >= 0) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, name + " must be text of at most " + longest + " characters.");
        }
        return value.textValue();
    }

    public List<String> texts(String name, int most, int longest) {
        JsonNode value = frame.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(one -> texts.add(one.isTextual() ? one.textValue() : ""));
        boolean fit =
                texts.stream().allMatch(text -> !text.isEmpty() && text.length() <= longest && text.indexOf('\0') < 0);
        if (!value.isArray() || texts.size() > most || !fit) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, name + " must be a list of at most " + most + " ids.");
        }
        return List.copyOf(texts);
    }

    public int number(String name, int usual, int most) {
        JsonNode value = frame.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > most) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, name + " must be a whole number from 0 to " + most + '.');
        }
        return value.intValue();
    }
}
