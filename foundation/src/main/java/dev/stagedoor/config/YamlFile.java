// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file, flattened: {@code http.port} to its value and line. Values stay as written (no Norway problem: the key's
 * type decides what {@code no} means), and no object is ever created from the file.
 */
final class YamlFile {
    private static final int LARGEST = 1024 * 1024;

    private final String name;
    private final boolean isClosed;
    private final List<String> problems;
    private final Map<String, Found> values = new LinkedHashMap<>();

    private YamlFile(String name, boolean isClosed, List<String> problems) {
        this.name = name;
        this.isClosed = isClosed;
        this.problems = problems;
    }

    /** The file's values by key; adds its errors to {@code problems}. */
    static Map<String, Found> read(Path file, List<String> problems) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > LARGEST) {
                problems.add(name + ": the file is larger than 1 MiB");
                return Map.of();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            YamlFile yaml = new YamlFile(name, SecretFile.isOwnersOnly(file), problems);
            yaml.parse(text);
            return yaml.values;
        } catch (IOException e) {
            problems.add(file + ": the file cannot be read");
            return Map.of();
        }
    }

    private void parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(16);
        options.setCodePointLimit(LARGEST);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                mapping("", mapping, 0);
            } else if (root != null) {
                problems.add(name + ": the file must have sections such as http:");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(name + ':' + line + ": invalid YAML");
        } catch (YAMLException e) {
            problems.add(name + ": invalid YAML");
        }
    }

    private void mapping(String prefix, MappingNode mapping, int depth) {
        for (NodeTuple tuple : mapping.getValue()) {
            String where = name + ':' + (tuple.getKeyNode().getStartMark().getLine() + 1);
            if (depth > 8 || !(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(where + ": not a valid key");
                continue;
            }
            String path = prefix + key.getValue();
            if (tuple.getValueNode() instanceof MappingNode inner) {
                mapping(path + '.', inner, depth + 1);
            } else {
                value(path, tuple.getValueNode(), where);
            }
        }
    }

    private void value(String path, Node node, String where) {
        Found found = found(node, where);
        if (found == null) {
            problems.add(path + " (" + where + "): must be a value or a list of values");
        } else if (values.put(path, found) != null) {
            problems.add(path + " (" + where + "): is set twice");
        }
    }

    private @Nullable Found found(Node node, String where) {
        return switch (node) {
            case ScalarNode scalar -> Found.text(scalar.getValue(), where, isClosed);
            case SequenceNode sequence -> {
                List<String> texts = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    if (!(item instanceof ScalarNode scalar)) {
                        yield null;
                    }
                    texts.add(scalar.getValue());
                }
                yield new Found(texts, true, where, isClosed);
            }
            default -> null;
        };
    }
}
