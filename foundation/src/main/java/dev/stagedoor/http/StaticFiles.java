// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a folder, all read at startup: any other path is not found, so no path can leave the folder. Files with
 * a content hash in their name are cached forever; all others are revalidated.
 */
public final class StaticFiles {
    private static final String PAGE = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Map<String, Reply.Bytes> files;

    private StaticFiles(Map<String, Reply.Bytes> files) {
        this.files = files;
    }

    /**
     * Reads the folder, with its subfolders.
     *
     * @param hashed the subfolder of files with a content hash in their name, as bundlers write them: {@code assets}
     */
    public static StaticFiles of(Path folder, String hashed) throws IOException {
        Map<String, Reply.Bytes> files = new HashMap<>();
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : paths) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            files.put(name, reply(name, Files.readAllBytes(file), name.startsWith(hashed + '/')));
        }
        return new StaticFiles(files);
    }

    /** The file of that name ({@code assets/app.js}), or 304 if the browser has it. */
    public Reply serve(Exchange exchange, String name) {
        Reply.Bytes file = files.get(name);
        if (file == null) {
            throw Problem.notFound("file");
        }
        String tag = file.headers().getOrDefault("ETag", "");
        boolean known = exchange.header("If-None-Match")
                .filter(sent ->
                        Stream.of(sent.split(",", -1)).map(String::strip).anyMatch(tag::equals))
                .isPresent();
        return known ? new Reply.Bytes(304, file.contentType(), new byte[0], file.headers()) : file;
    }

    private static Reply.Bytes reply(String name, byte[] content, boolean hashed) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", '"' + sha256(content) + '"');
        headers.put("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
        if (extension.equals("html")) {
            headers.put("Content-Security-Policy", PAGE);
        }
        return new Reply.Bytes(
                200, TYPES.getOrDefault(extension, "application/octet-stream"), content, Map.copyOf(headers));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
