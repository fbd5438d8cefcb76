# Writes harness/stats/vectors/r.json: the same statistics by the formulas of base R, from samples of its own.
# Run by hand: `Rscript scripts/stats-vectors.R`, then `npx biome format --write harness/stats/vectors`. The tests need no R.

set.seed(20240607)
levels <- c(0.95, 0.99, 0.99822, 0.99896)

winsorized <- function(x) {
  k <- floor(length(x) / 4)
  y <- sort(x)
  pmin(pmax(x, y[k + 1]), y[length(x) - k])
}

yuen <- function(x) {
  n <- length(x)
  h <- n - 2 * floor(n / 4)
  list(error = sqrt((n - 1) * var(winsorized(x)) / (h * (h - 1))), df = h - 1)
}

interval <- function(centre, error, df) {
  paste(vapply(levels, function(level) {
    half <- qt((1 + level) / 2, df) * error
    sprintf("[%s, %.17g, %.17g]", format(level), centre - half, centre + half)
  }, ""), collapse = ", ")
}

case <- function(x) {
  n <- length(x)
  trimmed <- mean(x, trim = 0.25)
  by <- yuen(x)
  sprintf(
    '{"values": [%s], "trimmedMean": %.17g, "student": [%s], "yuen": {"error": %.17g, "df": %d, "intervals": [%s]}}',
    paste(sprintf("%.6f", x), collapse = ", "), trimmed,
    interval(mean(x), sd(x) / sqrt(n), n - 1),
    by$error, as.integer(by$df), interval(trimmed, by$error, by$df)
  )
}

sizes <- c(2, 3, 4, 5, 6, 8, 9, 11, 15, 20, 27, 36, 48, 61)
samples <- c(
  lapply(sizes, function(n) round(rnorm(n, 0.05, 0.01), 6)),
  lapply(sizes, function(n) round(0.02 * rt(n, 2), 6))
)
text <- sprintf(
  '{"madeBy": "R %s.%s; scripts/stats-vectors.R", "cases": [\n%s\n]}\n',
  R.version$major, R.version$minor, paste(vapply(samples, case, ""), collapse = ",\n")
)
file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
cat(text, file = file.path(dirname(file), "..", "harness", "stats", "vectors", "r.json"))
