/** What the command line says of itself. */

/** How to call it. */
export const usage = `Usage: backprop-lens inspect FILE... [options]
       backprop-lens train FILE [options]

inspect runs forward and backward through the networks in the files and says what is wrong with their gradients:

  --network NAME      only the network of this name; of a Python file an expression: 'ResNet18(num_classes=10)'
  --json              the whole report as JSON
  --sarif             the findings as SARIF 2.1.0, which code hosts show beside the lines
  --baseline FILE     what --json or --sarif printed earlier: its findings are known and do not count
  --ignore RULE       silences a rule; may be given several times
  --limit RULE.LEVEL=N  the limit from which on a rule speaks (vanishing.warning=0.01); may be given several times
  --batch N           samples in the probe batch
  --seed N            seed of weights and probe
  --input 1,3,32,32   whole shape of the input, batch first; of a Python file also int:1,30<10000, once for each input
  --mode train|eval   reads and runs a Python file as training (default) or as evaluation does
  --site-packages DIR a folder of installed packages, whose Python files imports may read; may be given several times
  --loss NAME         the loss, instead of the file's own
  --weights FILE      first values of all parameters, named as in the report: safetensors, npz, pt, h5, keras
  --data FILE         samples: csv, tsv, JSON, npy, npz or MNIST's idx, packed by gzip or not; safetensors or npz with the tensors
                      input and target (npy for the input alone) are taken as one whole batch, unless --target or --features is given
  --target NAME       the column or array of the data to predict
  --features A,B      the columns of the data that are the inputs, or the one array
  --scale HOW         what is done to the inputs of the data: none (default), standardised or pixels (divided by 255)
  --fill sine|hash    fills parameters and inputs by a formula, in evaluation mode, to compare with other frameworks
  --gradients FILE    writes the gradient of every parameter, and the loss, as safetensors
  --evaluation        runs as evaluation does: no dropout, running statistics
  --float64           computes in plain float64 loops: slow, for comparison with other frameworks
  --fail-on LEVEL     error (default), warning, information or never

train trains the network of a file as its section train says:

  --network NAME      the network of this name
  --json              everything recorded of the last step as JSON
  --seed N            seed of weights, batches and noise
  --steps N           so many steps, instead of the file's own
  --weights FILE      first values of all parameters: safetensors, npz, pt, h5, keras
  --save FILE         writes all parameters when it is done, as safetensors
  --float64           computes in plain float64 loops: slow

  --version           the version

Exit code: 0 nothing at or above the level, 1 findings at or above it or a training that diverged, 2 a file with an error, an unreadable
file or wrong usage.
`;
