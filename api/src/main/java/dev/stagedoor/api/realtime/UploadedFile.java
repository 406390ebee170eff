// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.realtime;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A file that was uploaded. */
public record UploadedFile(
        @JsonPropertyDescription("file_…, for text_input's file_ids.")
        String id,

        String filename,

        @JsonPropertyDescription("What its bytes are, whatever the client said.")
        String mimeType,

        long size) {}
