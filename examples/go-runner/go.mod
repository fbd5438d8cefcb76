module evenloop.example/go-runner

go 1.23
