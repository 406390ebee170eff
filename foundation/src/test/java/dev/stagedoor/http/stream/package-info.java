// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.http.stream;

import org.jspecify.annotations.NullMarked;
